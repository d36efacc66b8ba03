// Plants a fault for each of the build's own checks, and requires that the check detects it.

void Planted(string fault, Action detector)
{
    try
    {
        detector();
    }
    catch (CakeException)
    {
        return;
    }
    throw new CakeException($"the build does not see {fault}");
}

// The result of one project that ended with a given status; its result file is written as test programs write them.
TestSum SumOf(int status, params string[] results)
{
    var tests = results.Select((result, index) =>
        $"<test name='t{index}' type='T' method='M{index}' result='{result}'>{(result == "Fail" ? "<failure><message>why\nand where</message></failure>" : "<reason>why</reason>")}</test>");
    return SumOfText(status, $"<assemblies><assembly><collection>{string.Concat(tests)}</collection></assembly></assemblies>");
}

// One test, skipped for a reason.
TestSum Skipping(string reason) =>
    SumOfText(0, $"<assemblies><assembly><collection><test name='t0' type='T' method='M0' result='Skip'><reason>{reason}</reason></test></collection></assembly></assemblies>");

TestSum SumOfText(int status, string text)
{
    var folder = Directory("artifacts/build/selftest");
    EnsureDirectoryExists(folder);
    var file = folder + File("planted.xml");
    System.IO.File.WriteAllText(file, text);
    return TestSum.Of([new TestReport("Planted", file.Path.FullPath, status)]);
}

void CheckDetectors()
{
    Planted("a dynamic program", () => CheckBinary("/bin/sh", megabytes: 8));
    Planted("a program that is too large", () => CheckBinary("artifacts/bin/vmm", megabytes: 1));
    Planted("a program that does not say that it is the monitor", () => CheckMonitorNote("artifacts/bin/jailer"));
    Planted("a program that reads its environment", () => CheckEnvironment("artifacts/bin/vmm", "artifacts/guests/linux-vsock"));
    Planted("a command that fails", () => Capture("false", ""));
    Planted("a failed test", () => SumOf(1, "Pass", "Fail").DemandSuccess());
    Planted("a test that failed twice", () => SumOf(1, "Pass", "Fail").After(SumOf(1, "Pass", "Fail")).DemandSuccess());
    Planted("a test of which the second run tells nothing", () => SumOf(1, "Fail").After(SumOf(0)).DemandSuccess());
    Planted("a test program that died", () => SumOf(134, "Pass").DemandSuccess());
    Planted("a test program without results", () => TestSum.Of([new TestReport("Planted", "artifacts/none.xml", 0)]).DemandSuccess());
    Planted("half a result file", () => SumOfText(0, "<assemblies><assembly>").DemandSuccess());
    Planted("an error outside every test", () => SumOfText(0, "<a><errors><error type='fixture'/></errors></a>").DemandSuccess());
    Planted("a project without tests", () => SumOf(0).DemandTests());
    Planted("a filter that matches nothing", () => SumOf(0).DemandAny("none"));
    Planted("a skip that is not allowed", () => SumOf(0, "Pass", "Skip").DemandOnly([], hasKvm: false));
    Planted("a skip for want of KVM where there is KVM", () => Skipping(TestSum.WithoutKvm).DemandOnly([], hasKvm: true));
    SumOf(0, "Pass", "Skip").DemandOnly(["t1"], hasKvm: true);
    Skipping(TestSum.WithoutKvm).DemandOnly([], hasKvm: false);
    SumOf(0, "Pass").DemandSuccess();
    var unstable = SumOf(1, "Pass", "Fail").After(SumOf(0, "Pass", "Pass"));
    unstable.DemandSuccess();
    if (unstable.Line != "2 passed, 0 failed, 0 skipped" || unstable.Details != "UNSTABLE, passed when run again: t1: why\n")
    {
        throw new CakeException($"the sum of planted results with a second run is wrong: {unstable.Line}\n{unstable.Details}");
    }
    if (SumOf(1, [.. Enumerable.Repeat("Fail", 9)]).Repeatable.Count != 0 || SumOfText(0, "<a><errors><error type='fixture'/></errors></a>").Repeatable.Count != 0)
    {
        throw new CakeException("many failures, or an error outside every test, would get a second run");
    }
    var sum = SumOf(1, "Pass", "Fail", "Skip", "Pass");
    if (sum.Line != "2 passed, 1 failed, 1 skipped" || sum.Details != "FAILED t1: why\nSKIPPED t2: why\n")
    {
        throw new CakeException($"the sum of planted results is wrong: {sum.Line}\n{sum.Details}");
    }
}
