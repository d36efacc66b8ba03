using System.Threading;
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

    private MicroVmDescription _description = new(MachineState.NotStarted, initial);

    /// <summary>The microVM as the last action left it: never changed, only replaced. For every thread.</summary>
    internal MicroVmDescription Description => Volatile.Read(ref _description);

    /// <summary>Whether the guest runs.</summary>
    internal MachineState State => _description.State;

    private VmConfiguration Configuration => _description.Configuration;

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
            return new ActionResult(InternalCategory + reason, reason);
        }
    }

    private ActionResult Perform(VmmAction action)
    {
        if (ActionTable.ReasonAgainst(action, State) is { } reason)
        {
            return new ActionResult(reason, reason);
        }
        return action switch
        {
            ConfigureBootSource { Source: var source } =>
                Open(source, Configuration with { BootSource = source }),
            ConfigureMachine { Update: var update } => Configure(update),
            ConfigureProcessors { Template: var template } => Conclude("", null, Configuration with { CustomTemplate = template }),
            ConfigureSerial { Configuration: var serial } => Adopt(Configuration with { Serial = serial }),
            ConfigureLogger { Configuration: var log } => Conclude("Logger error: ", host.Configure(log)),
            ConfigureMetrics { Configuration: var metrics } => Conclude("Metrics error: ", host.Configure(metrics)),
            InsertBlockDevice { Drive: var drive } => Insert(drive),
            UpdateBlockDevice { Update: var update } => Change(update),
            SetEntropyDevice { Configuration: var entropy } => Conclude("", null, Configuration with { Entropy = entropy }),
            StartMicroVm => Enter(MachineState.Running, "Start microvm error: ", Start()),
            PauseMicroVm => Enter(MachineState.Paused, InternalCategory, host.Pause()),
            ResumeMicroVm => Enter(MachineState.Running, InternalCategory, host.Resume()),
            FlushMetrics => Conclude($"{InternalCategory}Metrics error: ", host.FlushMetrics()),
            SendCtrlAltDel => Conclude(InternalCategory, host.PressCtrlAltDel()),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action"),
        };
    }

    private string? Start() => MachineRules.ReasonAgainstStart(Configuration) ?? host.Start(Configuration);

    private ActionResult Open(BootSource source, VmConfiguration changed) =>
        Conclude("Boot source error: ", MachineRules.ReasonAgainst(changed) ?? host.Open(source), changed);

    private ActionResult Adopt(VmConfiguration changed) => Conclude("", MachineRules.ReasonAgainst(changed), changed);

    private ActionResult Insert(DriveConfiguration drive)
    {
        if (Configuration.Drives.ReasonAgainst(drive) is { } against)
        {
            return Conclude(DriveCategory, against);
        }
        VmConfiguration changed = Configuration with { Drives = Configuration.Drives.With(drive) };
        string? refusal = MachineRules.ReasonAgainst(changed);
        if (refusal is null && host.Open(drive) is { } reason)
        {
            refusal = $"Unable to create the virtio block device: Virtio backend error: {reason}";
        }
        return Conclude(DriveCategory, refusal, changed);
    }

    private ActionResult Change(DriveUpdate update)
    {
        string? reason = Configuration.Drives.ReasonAgainst(update);
        if (reason is null && host.Update(update) is { } fault)
        {
            reason = $"Block: Virtio backend error: {fault}";
        }
        return reason is null
            ? Conclude(DriveCategory, null, Configuration with { Drives = Configuration.Drives.With(update) })
            : Conclude(DriveCategory, $"Unable to patch the block device: {reason} Please verify the request arguments.");
    }

    // A template that is named takes the place of the operator's own, also when it is None.
    private ActionResult Configure(MachineConfigurationUpdate update)
    {
        string? refusal = MachineRules.TryApply(Configuration.Machine, update, out MachineConfiguration changed);
        VmConfiguration configured = Configuration with
        {
            Machine = changed,
            CustomTemplate = update.Template is null ? Configuration.CustomTemplate : null,
        };
        return Conclude("Machine config error: ", refusal, configured);
    }

    private ActionResult Enter(MachineState state, string category, string? refusal)
    {
        if (refusal is null)
        {
            Publish(_description with { State = state });
        }
        return Conclude(category, refusal);
    }

    private ActionResult Conclude(string category, string? refusal, VmConfiguration? changed = null)
    {
        if (refusal is not null)
        {
            return new ActionResult(category + refusal, refusal);
        }
        if (changed is not null)
        {
            Publish(_description with { Configuration = changed });
        }
        return default;
    }

    private void Publish(MicroVmDescription description) => Volatile.Write(ref _description, description);
}
