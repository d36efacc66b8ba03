namespace Kiln.Vmm.Devices.Legacy;

/// <summary>A port that takes what is typed.</summary>
internal interface IConsoleInputPort
{
    /// <summary>Bytes that can be put in now.</summary>
    int Free { get; }

    /// <summary>Puts in bytes that arrived, as many as fit.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>How many went in.</returns>
    int Put(ReadOnlySpan<byte> bytes);

    /// <summary>Asks for one signal once the guest has read everything that was put in.</summary>
    void RequestRoom();
}
