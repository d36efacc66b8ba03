namespace Kiln.CommandLine;

/// <summary>What a command takes besides options, by position.</summary>
/// <param name="Name">What it is called in help, for example <c>DIR</c>.</param>
/// <param name="Description">One line of help.</param>
public sealed record OperandModel(string Name, string Description);
