namespace Kiln.Vmm.Devices.Contract;

/// <summary>An interrupt with a global system interrupt (GSI) number. Disposing it releases the number.</summary>
internal interface IGsiLine : IInterruptLine, IDisposable
{
    /// <summary>The GSI: an input of the IOAPIC.</summary>
    uint Gsi { get; }
}
