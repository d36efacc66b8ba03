namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>Versions of the kernel's interface to cgroups (cgroups(7)); a number each, as the operator writes it.</summary>
internal enum CgroupVersion
{
    /// <summary>A hierarchy for every controller, or for some that are mounted together.</summary>
    V1 = 1,

    /// <summary>One hierarchy.</summary>
    V2 = 2,
}
