namespace Kiln.Jailer.Foundation;

/// <summary>A path as resolved by the monitor, whose root is the jail; meaningless on the host.</summary>
/// <param name="Name">The path relative to the jail's root, without a leading slash.</param>
internal readonly record struct JailPath(string Name)
{
    /// <summary>The same file's path on the host.</summary>
    internal HostPath On(HostPath root) => root.Below(Name);

    /// <inheritdoc/>
    public override string ToString() => $"/{Name}";
}
