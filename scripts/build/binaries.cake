// Publishes native binaries, and verifies that they are what SECURITY.md says.

void Run(string program, string arguments)
{
    var status = StartProcess(program, new ProcessSettings { Arguments = arguments });
    if (status != 0)
    {
        throw new CakeException($"{program} {arguments} ended with status {status}");
    }
}

string Capture(string program, string arguments)
{
    var status = StartProcess(program, new ProcessSettings { Arguments = arguments, RedirectStandardOutput = true }, out var lines);
    var output = string.Join("\n", lines);
    return status == 0 ? output : throw new CakeException($"{program} {arguments} ended with status {status}\n{output}");
}

void PublishNative(string project, string name, DirectoryPath folder)
{
    var output = Directory("artifacts/build/native") + Directory(name);
    DotNetPublish(project, new DotNetPublishSettings
    {
        Configuration = "Release",
        Runtime = "linux-x64",
        OutputDirectory = output,
    });
    EnsureDirectoryExists(folder);
    CopyFile(output + File(name), folder.CombineWithFilePath(name));
}

void CheckBinary(FilePath binary, long megabytes)
{
    var segments = Capture("readelf", $"-hlW {binary}");
    var dynamic = Capture("readelf", $"-dW {binary}");
    Demand(binary, "is static: it names no program interpreter", !segments.Contains("INTERP"));
    Demand(binary, "is static: it needs no library", !dynamic.Contains("(NEEDED)"));
    Demand(binary, "is position independent: its type is DYN", System.Text.RegularExpressions.Regex.IsMatch(segments, @"Type:\s+DYN"));
    Demand(binary, "has full RELRO: a GNU_RELRO segment", segments.Contains("GNU_RELRO"));
    Demand(binary, "has full RELRO: the flag NOW", dynamic.Contains("NOW"));
    Demand(binary, "has no executable stack", System.Text.RegularExpressions.Regex.IsMatch(segments, @"GNU_STACK.* RW "));
    var length = FileSize(binary);
    Demand(binary, $"has at most {megabytes} MB (it has {length / 1e6:F2})", length <= megabytes * 1_000_000);
    Information($"{binary}: static, position independent, full RELRO, {length / 1e6:F2} MB");
}

// Without the note, the jailer does not install the shipped filters on the monitor.
void CheckMonitorNote(FilePath binary) => Demand(
    binary, "says that it is Kiln's monitor, by a note",
    System.Text.RegularExpressions.Regex.IsMatch(Capture("readelf", $"-nW {binary}"), @"^\s*Kiln\s.*\(0x0*4d\)", System.Text.RegularExpressions.RegexOptions.Multiline));

// What the caller of a program of root's puts into the environment changes nothing: the functions that read it are one that returns 0. NativeBinary.props
// says why.
void CheckEnvironment(FilePath binary, FilePath symbols)
{
    var addresses = Capture("nm", symbols.FullPath).Split('\n').Select(line => line.Split(' ', 3)).Where(words => words.Length == 3)
        .GroupBy(words => words[2], words => words[0]).ToDictionary(group => group.Key, group => group.First());
    foreach (var reader in new[] { "getenv", "__tunables_init" })
    {
        Demand(
            binary, $"finds nothing in its environment by {reader}",
            addresses.TryGetValue(reader, out var address) && addresses.TryGetValue("pthread_mutexattr_destroy", out var nothing) && address == nothing);
    }
    Demand(binary, "has no SystemNative_GetEnviron, which reads all of the environment", !addresses.ContainsKey("SystemNative_GetEnviron"));
}

// Functions that the order names and the program has no more do no harm, but those that replaced them lie where nobody looks for them.
void CheckOrder(FilePath order, FilePath symbols)
{
    var names = System.IO.File.ReadAllLines(order.FullPath);
    var known = Capture("nm", symbols.FullPath).Split('\n').Select(line => line.Split(' ', 3)).Where(words => words.Length == 3).Select(words => words[2]).ToHashSet();
    var gone = names.Count(name => !known.Contains(name));
    if (gone * 10 > names.Length)
    {
        Warning($"{order}: {gone} of {names.Length} functions are gone, so that starts touch more pages than they need: make it again with scripts/order-functions");
    }
}

void Demand(FilePath binary, string what, bool holds)
{
    if (!holds)
    {
        throw new CakeException($"{binary}: not so that it {what}; clean and publish again (dotnet cake --target=Clean)");
    }
}

// This machine's package sources, also named as audit sources: only for those does NuGet report that vulnerability data is missing.
FilePath AuditConfiguration(DirectoryPath folder)
{
    var sources = Capture("dotnet", "nuget list source --format short").Split('\n')
        .Where(line => line.StartsWith("E "))
        .Select((line, index) => new System.Xml.Linq.XElement(
            "add", new System.Xml.Linq.XAttribute("key", $"source{index}"), new System.Xml.Linq.XAttribute("value", line[1..].Trim())))
        .ToList();
    var file = folder.CombineWithFilePath("audit.config");
    EnsureDirectoryExists(folder);
    new System.Xml.Linq.XElement(
        "configuration",
        new System.Xml.Linq.XElement("packageSources", sources),
        new System.Xml.Linq.XElement("auditSources", sources)).Save(file.FullPath);
    return file;
}

// Runs those tests of a project whose full name, which begins with the class, matches one of the patterns; with none every test.
TestReport RunTests(string name, FilePath report, params IEnumerable<string> patterns)
{
    var program = File($"artifacts/build/bin/{name}/release/{name}");
    Information($"{name} ...");
    var only = string.Concat(patterns.Select(pattern => $" -method \"{pattern}\""));
    var status = StartProcess(program, new ProcessSettings { Arguments = $"-nologo -noColor -reporter quiet -result-xml {report}{only}" });
    return new TestReport(name, report.FullPath, status);
}

// Runs every test, or those whose class or method has the filter's text, and once more, alone, those that failed.
TestSum RunAllTests(DirectoryPath results, string filter)
{
    var sum = TestSum.Of(GetFiles("tests/*/Kiln.*.Tests.csproj")
        .Select(project => project.GetFilenameWithoutExtension().ToString())
        .Select(name => RunTests(name, results.CombineWithFilePath(name + ".xml"), filter == "" ? [] : [$"*{filter}*"])));
    return sum.After(TestSum.Of(sum.Repeatable.GroupBy(test => test.Project)
        .Select(tests => RunTests(tests.Key, results.CombineWithFilePath(tests.Key + "-again.xml"), tests.Select(test => test.Method).Distinct()))));
}
