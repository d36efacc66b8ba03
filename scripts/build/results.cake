// Sums the result files of the test programs.
using System.Xml.Linq;

public sealed record TestReport(string Project, string File, int Status);

// One test of a project, and why it failed or was skipped. No method: an error outside every test.
public sealed record TestCase(string Project, string Name, string Method, string Reason)
{
    public override string ToString() => Reason == "" ? Name : $"{Name}: {Reason}";
}

public sealed record TestSum(
    IReadOnlyList<TestCase> Passed, IReadOnlyList<TestCase> Failed, IReadOnlyList<TestCase> Skipped, IReadOnlyList<TestCase> Unstable, IReadOnlyList<string> Empty)
{
    // How many failed tests get a second run: a busy host of two processors makes one or two of 6,000 late, and a fault of the program fails more.
    private const int SecondRuns = 8;

    public string Line => $"{Passed.Count} passed, {Failed.Count} failed, {Skipped.Count} skipped";

    // Failed, unstable and skipped tests by name, one per line.
    public string Details => string.Concat(
        Failed.Select(test => $"FAILED {test}\n")
            .Concat(Unstable.Select(test => $"UNSTABLE, passed when run again: {test}\n"))
            .Concat(Skipped.Select(test => $"SKIPPED {test}\n")));

    // The failed tests, if they are few and each of them can be run alone.
    public IReadOnlyList<TestCase> Repeatable => Failed.Count <= SecondRuns && Failed.All(test => test.Method != "") ? Failed : [];

    // What holds after a second run of the failed tests: one that passed in it is told as unstable, and one that it does not tell of has failed.
    public TestSum After(TestSum second)
    {
        var passed = second.Passed.Select(test => (test.Project, test.Name)).ToHashSet();
        var unstable = Failed.Where(test => passed.Contains((test.Project, test.Name))).ToList();
        return this with { Passed = [.. Passed, .. unstable], Failed = [.. Failed.Except(unstable)], Unstable = unstable };
    }

    public static TestSum Of(IEnumerable<TestReport> reports)
    {
        var sum = new TestSum([], [], [], [], []);
        foreach (var report in reports)
        {
            var document = Read(report.File);
            var tests = document.Descendants("test").ToList();
            // An error outside any test, such as a fixture that could not be created, counts as a failure.
            TestCase Case(XElement test, string reason) => new(report.Project, Name(test), Method(test), reason);
            var failed = tests.Where(test => Is(test, "Fail")).Select(test => Case(test, Message(test)))
                .Concat(document.Descendants("error").Select(error => new TestCase(report.Project, $"{report.Project} {Name(error)}", "", Message(error))))
                .ToList();
            // A program that crashed has reported nothing about the test that crashed it, and perhaps nothing at all.
            if (failed.Count == 0 && (report.Status != 0 || document.Root!.IsEmpty))
            {
                failed.Add(new TestCase(report.Project, report.Project, "", $"ended with status {report.Status} and no failed test; run it alone to see why"));
            }
            sum = new TestSum(
                [.. sum.Passed, .. tests.Where(test => Is(test, "Pass")).Select(test => Case(test, ""))],
                [.. sum.Failed, .. failed],
                [.. sum.Skipped, .. tests.Where(test => Is(test, "Skip")).Select(test => Case(test, FirstLine(test.Element("reason"))))],
                [],
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
        if (Passed.Count + Skipped.Count == 0)
        {
            throw new CakeException($"no test has '{filter}' in its class or method");
        }
    }

    // How a test that needs /dev/kvm says that there is none.
    public const string WithoutKvm = "needs /dev/kvm: this host has no KVM device";

    // The tests that were skipped because the host has no KVM device.
    public IReadOnlyList<TestCase> NeedKvm => [.. Skipped.Where(test => test.Reason == WithoutKvm)];

    // CI has every requirement, so an unlisted skip is a test that silently stopped testing. Only a host without KVM, which a script cannot install, may
    // leave out what needs it.
    public void DemandOnly(IEnumerable<string> allowedSkips, bool hasKvm)
    {
        var foreign = Skipped.Where(test => !allowedSkips.Contains(test.Name)).Except(hasKvm ? [] : NeedKvm).ToList();
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

    private static string Method(XElement test) => $"{test.Attribute("type")?.Value}.{test.Attribute("method")?.Value}";

    private static string Message(XElement test) => FirstLine(test.Descendants("message").FirstOrDefault());

    private static string FirstLine(XElement text) => (text?.Value ?? "").Trim().Split('\n')[0].Trim();
}
