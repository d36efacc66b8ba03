namespace Kiln.CommandLine.Tests;

public sealed class OptionLoopTests() : StrictParserTests(OptionLoop.Instance);
