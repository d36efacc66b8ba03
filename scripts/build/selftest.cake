// Plants a fault before each of the build's own detectors, and demands that it is seen.

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

TestSum SumOf(params string[] results)
{
    var folder = Directory("artifacts/build/selftest");
    EnsureDirectoryExists(folder);
    var file = folder + File("planted.xml");
    var tests = results.Select((result, index) => $"<test name='t{index}' result='{result}'><reason>why</reason></test>");
    System.IO.File.WriteAllText(file, $"<assemblies><assembly><collection>{string.Concat(tests)}</collection></assembly></assemblies>");
    return TestSum.Of([file.Path.FullPath]);
}

void CheckDetectors()
{
    Planted("a dynamic program", () => CheckBinary("/bin/sh", megabytes: 8));
    Planted("a program that is too large", () => CheckBinary("artifacts/bin/vmm", megabytes: 1));
    Planted("a project without tests", () => SumOf().DemandTests());
    Planted("a skip that is not allowed", () => SumOf("Pass", "Skip").DemandOnly([]));
    SumOf("Pass", "Skip").DemandOnly(["t1"]);
    var sum = SumOf("Pass", "Fail", "Skip", "Pass");
    if (sum.Line != "2 passed, 1 failed, 1 skipped" || sum.Details != "FAILED t1\nSKIPPED t2: why\n")
    {
        throw new CakeException($"the sum of planted results is wrong: {sum.Line}");
    }
}
