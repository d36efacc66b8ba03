namespace Kiln.Vmm.Devices.Legacy;

/// <summary>Receives the bytes that a serial port transmits.</summary>
internal interface IConsoleSink
{
    /// <summary>Accepts one byte without blocking.</summary>
    void Put(byte value);
}
