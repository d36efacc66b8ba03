using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Control;

/// <summary>
/// Something that a client or the configuration file asks of the microVM: one record for each thing that can be asked, and no others.
/// <see cref="ActionTable"/> says when, <see cref="Controller"/> does it.
/// </summary>
internal abstract record VmmAction;

/// <summary>Says what the machine boots. The files are opened at once.</summary>
/// <param name="Source">What it boots.</param>
internal sealed record ConfigureBootSource(BootSource Source) : VmmAction;

/// <summary>Says what is logged, and where.</summary>
/// <param name="Configuration">What, and where.</param>
internal sealed record ConfigureLogger(LoggerConfiguration Configuration) : VmmAction;

/// <summary>Changes the machine's size and processors: what is not named stays.</summary>
/// <param name="Update">What is named.</param>
internal sealed record ConfigureMachine(MachineConfigurationUpdate Update) : VmmAction;

/// <summary>Says where metrics go, once.</summary>
/// <param name="Configuration">Where.</param>
internal sealed record ConfigureMetrics(MetricsConfiguration Configuration) : VmmAction;

/// <summary>Gives the processors the operator's own template, in place of a static one.</summary>
/// <param name="Template">The template.</param>
internal sealed record ConfigureProcessors(CpuTemplate Template) : VmmAction;

/// <summary>Says where the first serial port's output goes.</summary>
/// <param name="Configuration">Where, and how fast.</param>
internal sealed record ConfigureSerial(SerialConfiguration Configuration) : VmmAction;

/// <summary>Writes a line of metrics now.</summary>
internal sealed record FlushMetrics : VmmAction;

/// <summary>Gives the machine a drive, in place of one of the same id. Its file is opened at once.</summary>
/// <param name="Drive">The drive.</param>
internal sealed record InsertBlockDevice(DriveConfiguration Drive) : VmmAction;

/// <summary>Stops the processors and the devices where they are.</summary>
internal sealed record PauseMicroVm : VmmAction;

/// <summary>Lets processors and devices go on.</summary>
internal sealed record ResumeMicroVm : VmmAction;

/// <summary>Presses Ctrl, Alt and Del on the guest's keyboard.</summary>
internal sealed record SendCtrlAltDel : VmmAction;

/// <summary>Gives the machine a source of entropy, in place of one that it has.</summary>
/// <param name="Configuration">How fast the guest may take from it.</param>
internal sealed record SetEntropyDevice(EntropyConfiguration Configuration) : VmmAction;

/// <summary>Builds the machine and lets the guest run. After a failure it can be asked again.</summary>
internal sealed record StartMicroVm : VmmAction;

/// <summary>Changes a drive of the running guest.</summary>
/// <param name="Update">The change.</param>
internal sealed record UpdateBlockDevice(DriveUpdate Update) : VmmAction;
