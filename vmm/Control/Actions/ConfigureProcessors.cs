using Kiln.Vmm.Machine.Cpu.Templates;

namespace Kiln.Vmm.Control.Actions;

/// <summary>Gives the processors the operator's own template, in place of a static one.</summary>
/// <param name="Template">The template.</param>
internal sealed record ConfigureProcessors(CpuTemplate Template) : VmmAction;
