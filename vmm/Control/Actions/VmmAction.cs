namespace Kiln.Vmm.Control.Actions;

/// <summary>
/// Something that a client or the configuration file asks of the microVM: one record for each thing that can be asked, and no others.
/// <see cref="ActionTable"/> says when, <see cref="Controller"/> does it.
/// </summary>
internal abstract record VmmAction;
