namespace Kiln.CommandLine;

/// <summary>A positional argument of a command.</summary>
/// <param name="Name">Its name in help, for example <c>DIR</c>.</param>
/// <param name="Description">One line of help.</param>
public sealed record OperandModel(string Name, string Description);
