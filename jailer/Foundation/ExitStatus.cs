namespace Kiln.Jailer.Foundation;

/// <summary>Exit statuses of the jailer itself; after execve the status is the monitor's.</summary>
internal static class ExitStatus
{
    internal const int Success = 0;

    /// <summary>Something failed; a line on standard error says what.</summary>
    internal const int Failure = 1;
}
