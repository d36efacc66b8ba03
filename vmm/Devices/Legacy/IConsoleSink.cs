namespace Kiln.Vmm.Devices.Legacy;

/// <summary>Where a serial port's bytes go.</summary>
internal interface IConsoleSink
{
    /// <summary>Takes one byte; never waits.</summary>
    /// <param name="value">The byte.</param>
    void Put(byte value);
}
