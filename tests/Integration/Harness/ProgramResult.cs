namespace Kiln.Integration.Tests.Harness;

/// <summary>How a program ended.</summary>
/// <param name="Status">The exit status; 128 and the number of the signal that ended it.</param>
internal sealed record ProgramResult(int Status, string Output, string Error);
