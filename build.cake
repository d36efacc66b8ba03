// The one build. `dotnet cake` publishes the three binaries; `dotnet cake --target=Test` runs every test.
#load scripts/build/binaries.cake
#load scripts/build/results.cake
#load scripts/build/selftest.cake

var target = Argument("target", "Publish");
var filter = Argument("filter", "");
var configuration = "Release";
var artifacts = Directory("artifacts");
var binaries = artifacts + Directory("bin");
var build = artifacts + Directory("build");
var guests = artifacts + Directory("guests");
var share = artifacts + Directory("share");
var probes = artifacts + Directory("probes");
var results = artifacts + Directory("test-results");

Task("Clean")
    .Description("Removes everything that the build makes.")
    .Does(() => CleanDirectory(artifacts));

Task("Restore")
    .Description("Brings packages; with CI=true exactly those of the lock files.")
    .Does(() => DotNetRestore("Kiln.slnx"));

Task("Format")
    .Description("Fails when a file is not formatted as .editorconfig says.")
    .IsDependentOn("Restore")
    .Does(() =>
    {
        var status = StartProcess("dotnet", new ProcessSettings
        {
            Arguments = "format Kiln.slnx --verify-no-changes --no-restore --verbosity normal --exclude artifacts",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }, out var output, out var error);
        var complaints = output.Concat(error).Where(line => line.Contains(": error ") || line.Contains("did not load")).ToList();
        // The formatter silently skips projects that it could not load.
        if (status != 0 || complaints.Count > 0)
        {
            throw new CakeException($"not formatted, or not checked:\n{string.Join("\n", complaints)}");
        }
    });

Task("Audit")
    .Description("Fails when a package has a known vulnerability, as far as the package source tells.")
    .IsDependentOn("Restore")
    .Does(() =>
    {
        var output = Capture(
            "dotnet", $"list Kiln.slnx package --vulnerable --include-transitive --no-restore --config {AuditConfiguration(build)}");
        if (output.Contains("has the following vulnerable packages"))
        {
            throw new CakeException($"{output}\na package has a known vulnerability; raise its version in Directory.Packages.props");
        }
        // Otherwise a source without vulnerabilities and one without vulnerability data answer alike.
        if (output.Contains("did not provide any vulnerability data"))
        {
            Warning("not audited: a package source of this machine has no vulnerability data");
            return;
        }
        Information("no package has a known vulnerability");
    });

Task("Build")
    .Description("Compiles everything, warnings being errors.")
    .IsDependentOn("Restore")
    .Does(() => DotNetBuild("Kiln.slnx", new DotNetBuildSettings { Configuration = configuration, NoRestore = true }));

Task("Publish")
    .Description("Compiles jailer, jailer-profile and vmm to static native binaries in artifacts/bin, and checks that they are.")
    .IsDependentOn("Restore")
    .Does(() =>
    {
        PublishNative("jailer/Kiln.Jailer.csproj", "jailer", binaries);
        PublishNative("jailer/ProfileCommands/Kiln.ProfileCommands.csproj", "jailer-profile", binaries);
        PublishNative("vmm/Kiln.Vmm.csproj", "vmm", binaries);
        CheckBinary(binaries + File("jailer"), megabytes: 4);
        CheckBinary(binaries + File("jailer-profile"), megabytes: 9);
        CheckBinary(binaries + File("vmm"), megabytes: 5);
        foreach (var name in new[] { "jailer", "jailer-profile", "vmm" })
        {
            CheckEnvironment(binaries + File(name), $"artifacts/build/native/{name}/{name}.dbg");
        }
        CheckMonitorNote(binaries + File("vmm"));
        CheckOrder("vmm/start.order", "artifacts/build/native/vmm/vmm.dbg");
    });

Task("Manuals")
    .Description("Writes manual pages and completions for bash, zsh and fish to artifacts/share, laid out as under /usr/share.")
    .IsDependentOn("Restore")
    .Does(() => DotNetRun(
        "shared/Manuals/Kiln.Manuals.csproj",
        new ProcessArgumentBuilder().AppendQuoted(MakeAbsolute(share).FullPath),
        new DotNetRunSettings { Configuration = configuration, NoRestore = true }));

Task("Guests")
    .Description("Builds the test guests.")
    .Does(() => Run("tests/guests/build", guests));

Task("Probes")
    .Description("Compiles the native programs that tests use where a test host cannot do the work.")
    .IsDependentOn("Restore")
    .Does(() =>
    {
        PublishNative("tests/Probes/Kiln.Probes.csproj", "probe", probes);
        PublishNative("tests/WeakJailer/Kiln.WeakJailer.csproj", "weak-jailer", probes);
        Run("tests/hostile/build", probes);
        Run("tests/GoClient/build", probes);
    });

Task("Test")
    .Description("Runs every test, and those that failed once more; --filter=TEXT only those whose class or method matches.")
    .IsDependentOn("Build")
    .IsDependentOn("Publish")
    .IsDependentOn("Guests")
    .IsDependentOn("Probes")
    .Does(() =>
    {
        CheckDetectors();
        CleanDirectory(results);
        var sum = RunAllTests(results, filter);
        Information(sum.Details);
        Information(sum.Line);
        sum.DemandSuccess();
        if (filter == "")
        {
            sum.DemandTests();
        }
        else
        {
            sum.DemandAny(filter);
        }
        var hasKvm = FileExists("/dev/kvm");
        if (!hasKvm)
        {
            Warning($"this host has no /dev/kvm, so {sum.NeedKvm.Count} tests did not run: no guest was started");
        }
        if (EnvironmentVariable("CI") == "true")
        {
            sum.DemandOnly(System.IO.File.ReadAllLines("tests/allowed-skips.txt").Where(line => line.Length > 0 && line[0] != '#'), hasKvm);
        }
    });

Task("Fuzz")
    .Description("Gives the parsers a million hostile inputs each, or --inputs=N; about half an hour. Findings are left in artifacts/fuzz.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        foreach (var parser in new[] { "filter-set", "profiles", "jailer-options", "cgroup-files", "accounts", "json", "http", "api", "virtio", "net", "vsock", "balloon", "state", "snapshot", "mmds-frames", "mmds-http" })
        {
            Run("artifacts/build/bin/Kiln.Fuzz/release/Kiln.Fuzz", $"{parser} --inputs {Argument("inputs", 1_000_000)} --seed {Argument("seed", 1)}");
        }
    });

Task("Bench")
    .Description("Measures the published binaries, with --filter=NAME by one benchmark, with --against=MONITOR [--against-jailer=JAILER] beside others; JSON in artifacts/bench.json. Needs root and /dev/kvm.")
    .IsDependentOn("Publish")
    .IsDependentOn("Guests")
    .IsDependentOn("Probes")
    .Does(() => Run("dotnet", $"run --project tests/Benchmarks -c {configuration} -- artifacts artifacts/bench.json {filter}{Passed("against")}{Passed("against-jailer")}"));

Task("Demo")
    .Description("Boots the print guest in a jail. Needs root and /dev/kvm.")
    .IsDependentOn("Publish")
    .IsDependentOn("Guests")
    .Does(() => Run("scripts/demo", ""));

// An argument of this script as an option of a program that it runs, if it was given.
string Passed(string name) => HasArgument(name) ? $" --{name} \"{Argument<string>(name)}\"" : "";

RunTarget(target);
