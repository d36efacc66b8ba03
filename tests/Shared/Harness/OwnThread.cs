using System.Runtime.ExceptionServices;
using System.Threading;

namespace Kiln.Testing.Harness;

/// <summary>A thread that a test may spoil: capabilities, masks and no_new_privs belong to one.</summary>
internal static class OwnThread
{
    /// <summary>Runs a test's body on it.</summary>
    /// <param name="body">The body; what it throws, this throws.</param>
    internal static void Run(Action body)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                body();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
