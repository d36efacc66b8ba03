namespace Kiln.Floors.Tests.Plans;

/// <summary>Every assembly that has a plan. Each is read once.</summary>
internal static class Buildings
{
    private static readonly Dictionary<string, Lazy<Building>> _all = new()
    {
        ["vmm"] = new(() => new Building("vmm", "vmm", "Kiln.Vmm", VmmPlan.Text)),
        ["jailer"] = new(() => new Building("jailer", "jailer", "Kiln.Jailer", JailerPlan.Text)),
        ["jailer-profile"] = new(() => new Building("jailer-profile", "jailer/ProfileCommands", "Kiln.ProfileCommands", JailerPlan.ProfileCommands)),
        ["Kiln.Jailer.Foundation"] = new(() => new Building("Kiln.Jailer.Foundation", "jailer/Foundation", "Kiln.Jailer.Foundation", SharedPlans.OneFolder)),
        ["Kiln.Profiles"] = new(() => new Building("Kiln.Profiles", "jailer/Profiles", "Kiln.Profiles", SharedPlans.Profiles)),
        ["Kiln.Hashing"] = new(() => new Building("Kiln.Hashing", "shared/Hashing", "Kiln.Hashing", SharedPlans.OneFolder)),
        ["Kiln.Linux"] = new(() => new Building("Kiln.Linux", "shared/Linux", "Kiln.Linux", SharedPlans.Linux)),
        ["Kiln.Seccomp"] = new(() => new Building("Kiln.Seccomp", "shared/Seccomp", "Kiln.Seccomp", SharedPlans.Seccomp)),
        ["Kiln.CommandLine"] = new(() => new Building("Kiln.CommandLine", "shared/CommandLine", "Kiln.CommandLine", SharedPlans.OneFolder)),
        ["Kiln.Manuals"] = new(() => new Building("Kiln.Manuals", "shared/Manuals", "Kiln.Manuals", SharedPlans.OneFolder)),
    };

    internal static IEnumerable<string> Names => _all.Keys;

    internal static Building Of(string assembly) => _all[assembly].Value;
}
