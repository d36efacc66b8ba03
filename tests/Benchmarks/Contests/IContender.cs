namespace Kiln.Benchmarks.Contests;

/// <summary>One of two monitors that are compared.</summary>
internal interface IContender
{
    /// <summary>The name in figures.</summary>
    string Name { get; }
}
