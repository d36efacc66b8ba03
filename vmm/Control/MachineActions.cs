using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Control;

/// <summary>Sets the boot source. Opens its files at once.</summary>
internal sealed record ConfigureBootSource(BootSource Source) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        VmConfiguration changed = machine.Configuration with { BootSource = Source };
        return ActionResult.Of("Boot source error: ", MachineRules.ReasonAgainst(changed) ?? host.Open(Source), machine, changed);
    }
}

/// <summary>Changes the machine's size and processors; unnamed properties keep their values.</summary>
internal sealed record ConfigureMachine(MachineConfigurationUpdate Update) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        VmConfiguration present = machine.Configuration;
        string? refusal = MachineRules.TryApply(present, Update, out MachineConfiguration changed);
        // Naming a static template, even None, replaces the operator's own template.
        CpuTemplate? template = Update.Template is null ? present.CustomTemplate : null;
        return ActionResult.Of("Machine config error: ", refusal, machine, present with { Machine = changed, CustomTemplate = template });
    }
}

/// <summary>Sets the operator's own CPU template, which replaces a static one.</summary>
internal sealed record ConfigureProcessors(CpuTemplate Template) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of("", null, machine, machine.Configuration with { CustomTemplate = Template });
}

/// <summary>Sets the target of the first serial port's output.</summary>
/// <param name="Configuration">The target and its rate limit.</param>
internal sealed record ConfigureSerial(SerialConfiguration Configuration) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host)
    {
        VmConfiguration changed = machine.Configuration with { Serial = Configuration };
        return ActionResult.Of("", MachineRules.ReasonAgainst(changed), machine, changed);
    }
}
