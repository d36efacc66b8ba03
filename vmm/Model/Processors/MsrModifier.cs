namespace Kiln.Vmm.Model.Processors;

/// <summary>What a template changes in a model-specific register.</summary>
/// <param name="Index">The register's number.</param>
/// <param name="Pattern">The bits.</param>
internal readonly record struct MsrModifier(uint Index, RegisterPattern Pattern);
