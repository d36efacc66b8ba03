namespace Kiln.Jailer.Foundation;

/// <summary>Where jails lie: the jailer makes them there, attest finds them there.</summary>
internal static class JailTree
{
    /// <summary>Names the directory that holds all jails.</summary>
    internal const string OptionName = "--chroot-base-dir";

    internal const string Default = "/srv/jailer";
}
