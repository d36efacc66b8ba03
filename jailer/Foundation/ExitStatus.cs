namespace Kiln.Jailer.Foundation;

/// <summary>What the jailer ends with. After its exec the status is the monitor's.</summary>
internal static class ExitStatus
{
    /// <summary>Everything asked for was done.</summary>
    internal const int Success = 0;

    /// <summary>Something could not be done, which a line on standard error names.</summary>
    internal const int Failure = 1;
}
