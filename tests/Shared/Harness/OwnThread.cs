using System.Runtime.ExceptionServices;
using System.Threading;

namespace Kiln.Testing.Harness;

/// <summary>Runs tests on a thread of their own: capabilities, signal masks and no_new_privs are per thread.</summary>
internal static class OwnThread
{
    /// <summary>Runs a test's body on a new thread.</summary>
    /// <param name="body">The body; its exceptions are rethrown.</param>
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
