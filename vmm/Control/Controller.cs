using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
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
    private const string InternalCategory = "Internal VMM error: ";

    private VmConfiguration _configuration = initial;

    /// <summary>Whether the guest runs.</summary>
    internal MachineState State { get; private set; }

    /// <summary>Executes an action. Whatever comes of it is its result: no request ends the monitor.</summary>
    /// <param name="action">The action.</param>
    internal ActionResult Execute(VmmAction action)
    {
        try
        {
            return Perform(action);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            string reason = Message.Of(failure);
            Log.Error(Module.Control, $"{action.GetType().Name} failed: {reason}");
            return new ActionResult(InternalCategory + reason);
        }
    }

    private ActionResult Perform(VmmAction action)
    {
        if (ActionTable.ReasonAgainst(action, State) is { } reason)
        {
            return new ActionResult(reason);
        }
        return action switch
        {
            DescribeMicroVm => new ActionResult(null, new MicroVmDescription(State, _configuration)),
            ConfigureBootSource { Source: var source } =>
                Open(source, _configuration with { BootSource = source }),
            ConfigureMachine { Update: var update } => Configure(update),
            ConfigureProcessors { Template: var template } => Conclude("", null, _configuration with { CustomTemplate = template }),
            ConfigureSerial { Configuration: var serial } => Adopt(_configuration with { Serial = serial }),
            ConfigureLogger { Configuration: var log } => Conclude("Logger error: ", host.Configure(log)),
            ConfigureMetrics { Configuration: var metrics } => Conclude("Metrics error: ", host.Configure(metrics)),
            InsertBlockDevice { Drive: var drive } => Insert(drive),
            UpdateBlockDevice { Update: var update } => Change(update),
            SetEntropyDevice { Configuration: var entropy } => Conclude("", null, _configuration with { Entropy = entropy }),
            StartMicroVm => Enter(MachineState.Running, "Start microvm error: ", Start()),
            PauseMicroVm => Enter(MachineState.Paused, InternalCategory, host.Pause()),
            ResumeMicroVm => Enter(MachineState.Running, InternalCategory, host.Resume()),
            FlushMetrics => Conclude($"{InternalCategory}Metrics error: ", host.FlushMetrics()),
            SendCtrlAltDel => Conclude(InternalCategory, host.PressCtrlAltDel()),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action"),
        };
    }

    private string? Start() => MachineRules.ReasonAgainstStart(_configuration) ?? host.Start(_configuration);

    private ActionResult Open(BootSource source, VmConfiguration changed) =>
        Conclude("Boot source error: ", MachineRules.ReasonAgainst(changed) ?? host.Open(source), changed);

    private ActionResult Adopt(VmConfiguration changed) => Conclude("", MachineRules.ReasonAgainst(changed), changed);

    private ActionResult Insert(DriveConfiguration drive)
    {
        if (_configuration.Drives.ReasonAgainst(drive) is { } against)
        {
            return Conclude(DriveCategory, against);
        }
        VmConfiguration changed = _configuration with { Drives = _configuration.Drives.With(drive) };
        string? refusal = MachineRules.ReasonAgainst(changed);
        if (refusal is null && host.Open(drive) is { } reason)
        {
            refusal = $"Unable to create the virtio block device: Virtio backend error: {reason}";
        }
        return Conclude(DriveCategory, refusal, changed);
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
