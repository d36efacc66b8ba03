using Kiln.ProfileCommands.Options;

namespace Kiln.CommandLine.Tests;

public sealed class LibraryParserTests() : StrictParserTests(LibraryParser.Instance);
