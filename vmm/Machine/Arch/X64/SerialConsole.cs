using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Legacy;

namespace Kiln.Vmm.Machine.Arch.X64;

/// <summary>The machine's first serial port, as the console's input sees it.</summary>
/// <param name="Port">Takes what is typed.</param>
/// <param name="Room">Signalled when the guest has emptied a full port.</param>
internal sealed record SerialConsole(IConsoleInputPort Port, EventFd Room);
