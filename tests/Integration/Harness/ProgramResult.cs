namespace Kiln.Integration.Tests.Harness;

/// <summary>How a program ended.</summary>
/// <param name="Status">The exit status; 128 and the number of the signal that ended it.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record ProgramResult(int Status, string Output, string Error);
