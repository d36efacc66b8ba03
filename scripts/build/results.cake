// Sums the result files of the test programs.
using System.Xml.Linq;

public sealed record TestReport(string Project, string File, int Status);

public sealed record TestCase(string Name, string Reason)
{
    public override string ToString() => Reason == "" ? Name : $"{Name}: {Reason}";
}

public sealed record TestSum(int Passed, IReadOnlyList<TestCase> Failed, IReadOnlyList<TestCase> Skipped, IReadOnlyList<string> Empty)
{
    public string Line => $"{Passed} passed, {Failed.Count} failed, {Skipped.Count} skipped";

    // Failed and skipped tests by name, one per line.
    public string Details => string.Concat(Failed.Select(test => $"FAILED {test}\n").Concat(Skipped.Select(test => $"SKIPPED {test}\n")));

    public static TestSum Of(IEnumerable<TestReport> reports)
    {
        var sum = new TestSum(0, [], [], []);
        foreach (var report in reports)
        {
            var document = Read(report.File);
            var tests = document.Descendants("test").ToList();
            // An error outside any test, such as a fixture that could not be created, counts as a failure.
            var failed = tests.Where(test => Is(test, "Fail")).Select(test => new TestCase(Name(test), Message(test)))
                .Concat(document.Descendants("error").Select(error => new TestCase($"{report.Project} {Name(error)}", Message(error))))
                .ToList();
            // A program that crashed has reported nothing about the test that crashed it, and perhaps nothing at all.
            if (failed.Count == 0 && (report.Status != 0 || document.Root!.IsEmpty))
            {
                failed.Add(new TestCase(report.Project, $"ended with status {report.Status} and no failed test; run it alone to see why"));
            }
            var skipped = tests.Where(test => Is(test, "Skip")).Select(test => new TestCase(Name(test), FirstLine(test.Element("reason"))));
            sum = new TestSum(
                sum.Passed + tests.Count(test => Is(test, "Pass")),
                [.. sum.Failed, .. failed],
                [.. sum.Skipped, .. skipped],
                tests.Count == 0 ? [.. sum.Empty, report.Project] : sum.Empty);
        }
        return sum;
    }

    public void DemandSuccess()
    {
        if (Failed.Count > 0)
        {
            throw new CakeException($"{Failed.Count} tests failed, the first of them {Failed[0]}");
        }
    }

    // A project in which no tests were discovered would pass without testing anything.
    public void DemandTests()
    {
        if (Empty.Count > 0)
        {
            throw new CakeException($"{Empty[0]}: a test project without tests");
        }
    }

    public void DemandAny(string filter)
    {
        if (Passed + Skipped.Count == 0)
        {
            throw new CakeException($"no test has '{filter}' in its class or method");
        }
    }

    // CI has every requirement, so an unlisted skip is a test that silently stopped testing.
    public void DemandOnly(IEnumerable<string> allowedSkips)
    {
        var foreign = Skipped.Where(test => !allowedSkips.Contains(test.Name)).ToList();
        if (foreign.Count > 0)
        {
            throw new CakeException($"skipped, and not in tests/allowed-skips.txt: {foreign[0]}");
        }
    }

    // An empty document when the file is missing or truncated.
    private static XDocument Read(string file)
    {
        try
        {
            return System.IO.File.Exists(file) ? XDocument.Load(file) : new XDocument(new XElement("assemblies"));
        }
        catch (System.Xml.XmlException)
        {
            return new XDocument(new XElement("assemblies"));
        }
    }

    private static bool Is(XElement test, string result) => test.Attribute("result")?.Value == result;

    // Names have quotation marks escaped as in source code, which would make a list of tests hard to read.
    private static string Name(XElement test) => (test.Attribute("name") ?? test.Attribute("type"))!.Value.Replace("\\\"", "\"");

    private static string Message(XElement test) => FirstLine(test.Descendants("message").FirstOrDefault());

    private static string FirstLine(XElement text) => (text?.Value ?? "").Trim().Split('\n')[0].Trim();
}
