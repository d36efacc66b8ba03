using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Control;

/// <summary>
/// What is known of the microVM, and what becomes of it: the vmm thread executes here, one after the other, what clients and the
/// configuration file ask for.
/// </summary>
/// <param name="host">Carries out what is legal.</param>
/// <param name="initial">What the machine is before anybody says anything.</param>
internal sealed class Controller(IMachineHost host, VmConfiguration initial)
{
    private const string DriveCategory = "Drive config error: ";

    private VmConfiguration _configuration = initial;

    /// <summary>Whether the guest runs.</summary>
    internal MachineState State { get; private set; }

    /// <summary>Executes an action.</summary>
    /// <param name="action">The action.</param>
    internal ActionResult Execute(VmmAction action)
    {
        if (ActionTable.ReasonAgainst(action, State) is { } reason)
        {
            return new ActionResult(reason);
        }
        return action switch
        {
            DescribeMicroVm => new ActionResult(null, new MicroVmDescription(State, _configuration)),
            ConfigureBootSource { Source: var source } =>
                Conclude("Boot source error: ", host.Open(source), _configuration with { BootSource = source }),
            ConfigureMachine { Update: var update } => Configure(update),
            ConfigureProcessors { Template: var template } => Conclude("", null, _configuration with { CustomTemplate = template }),
            ConfigureSerial { Configuration: var serial } => Conclude("", null, _configuration with { Serial = serial }),
            ConfigureLogger { Configuration: var log } => Conclude("Logger error: ", host.Configure(log)),
            ConfigureMetrics { Configuration: var metrics } => Conclude("Metrics error: ", host.Configure(metrics)),
            InsertBlockDevice { Drive: var drive } => Insert(drive),
            UpdateBlockDevice { Update: var update } => Change(update),
            SetEntropyDevice { Configuration: var entropy } => Conclude("", null, _configuration with { Entropy = entropy }),
            StartMicroVm => Enter(MachineState.Running, "Start microvm error: ", Start()),
            PauseMicroVm => Enter(MachineState.Paused, "Internal VMM error: ", host.Pause()),
            ResumeMicroVm => Enter(MachineState.Running, "Internal VMM error: ", host.Resume()),
            FlushMetrics => Conclude("Internal VMM error: Metrics error: ", host.FlushMetrics()),
            SendCtrlAltDel => Conclude("Internal VMM error: ", host.PressCtrlAltDel()),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action"),
        };
    }

    private string? Start() => MachineRules.ReasonAgainstStart(_configuration) ?? host.Start(_configuration);

    private ActionResult Insert(DriveConfiguration drive)
    {
        string? refusal = _configuration.Drives.ReasonAgainst(drive);
        if (refusal is null && host.Open(drive) is { } reason)
        {
            refusal = $"Unable to create the virtio block device: Virtio backend error: {reason}";
        }
        return refusal is null
            ? Conclude(DriveCategory, null, _configuration with { Drives = _configuration.Drives.With(drive) })
            : Conclude(DriveCategory, refusal);
    }

    private ActionResult Change(DriveUpdate update)
    {
        string? reason = _configuration.Drives.ReasonAgainst(update);
        if (reason is null && host.Update(update) is { } fault)
        {
            reason = $"Block: Virtio backend error: {fault}";
        }
        return reason is null
            ? Conclude(DriveCategory, null, _configuration with { Drives = _configuration.Drives.With(update) })
            : Conclude(DriveCategory, $"Unable to patch the block device: {reason} Please verify the request arguments.");
    }

    // A template that is named takes the place of the operator's own, also when it is None.
    private ActionResult Configure(MachineConfigurationUpdate update)
    {
        string? refusal = MachineRules.TryApply(_configuration.Machine, update, out MachineConfiguration changed);
        VmConfiguration configured = _configuration with
        {
            Machine = changed,
            CustomTemplate = update.Template is null ? _configuration.CustomTemplate : null,
        };
        return Conclude("Machine config error: ", refusal, configured);
    }

    private ActionResult Enter(MachineState state, string category, string? refusal)
    {
        State = refusal is null ? state : State;
        return Conclude(category, refusal);
    }

    private ActionResult Conclude(string category, string? refusal, VmConfiguration? changed = null)
    {
        if (refusal is null)
        {
            _configuration = changed ?? _configuration;
            return default;
        }
        return new ActionResult(category + refusal);
    }
}
