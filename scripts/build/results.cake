// Sums the result files of the test programs.
using System.Xml.Linq;

public sealed record TestSum(
    int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures, IReadOnlyList<(string Name, string Reason)> Skips, IReadOnlyList<string> Empty)
{
    public string Line => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    // Failed and skipped tests by name, a line each.
    public string Details => string.Concat(
        Failures.Select(name => $"FAILED {name}\n").Concat(Skips.Select(skip => $"SKIPPED {skip.Name}: {skip.Reason}\n")));

    public static TestSum Of(IEnumerable<string> files)
    {
        var sum = new TestSum(0, 0, 0, [], [], []);
        foreach (var file in files)
        {
            var document = XDocument.Load(file);
            var tests = document.Descendants("test").ToList();
            // An error outside any test, such as a fixture that could not be made, counts as a failure of its own.
            var errors = document.Descendants("error").Select(error => error.Attribute("name")?.Value ?? error.Attribute("type")!.Value).ToList();
            var failed = tests.Where(test => Is(test, "Fail")).Select(Name).Concat(errors).ToList();
            var skipped = tests.Where(test => Is(test, "Skip")).Select(test => (Name(test), test.Element("reason")?.Value ?? "")).ToList();
            sum = new TestSum(
                sum.Passed + tests.Count(test => Is(test, "Pass")),
                sum.Failed + failed.Count,
                sum.Skipped + skipped.Count,
                [.. sum.Failures, .. failed],
                [.. sum.Skips, .. skipped],
                tests.Count == 0 ? [.. sum.Empty, file] : sum.Empty);
        }
        return sum;
    }

    // A project whose tests nobody found passes without having tested anything.
    public void DemandTests()
    {
        if (Empty.Count > 0)
        {
            throw new CakeException($"{Empty[0]}: a test project without tests");
        }
    }

    // Where CI runs nothing is missing, so a skip that nobody listed is a test that silently stopped testing.
    public void DemandOnly(IEnumerable<string> allowedSkips)
    {
        var foreign = Skips.Where(skip => !allowedSkips.Contains(skip.Name)).ToList();
        if (foreign.Count > 0)
        {
            throw new CakeException($"{foreign[0].Name} was skipped and is not in tests/allowed-skips.txt: {foreign[0].Reason}");
        }
    }

    private static bool Is(XElement test, string result) => test.Attribute("result")?.Value == result;

    private static string Name(XElement test) => test.Attribute("name")!.Value;
}
