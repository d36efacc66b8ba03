namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>Versions of the cgroup interface (cgroups(7)); the numbers are those of --cgroup-version.</summary>
internal enum CgroupVersion
{
    /// <summary>One hierarchy per controller or group of controllers mounted together.</summary>
    V1 = 1,

    /// <summary>One unified hierarchy.</summary>
    V2 = 2,
}
