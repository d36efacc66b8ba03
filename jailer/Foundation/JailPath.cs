namespace Kiln.Jailer.Foundation;

/// <summary>A path as the monitor resolves it, whose root is the jail; means nothing on the host.</summary>
/// <param name="Name">The path from the jail's root, without a slash in front.</param>
internal readonly record struct JailPath(string Name)
{
    /// <summary>Where it lies on the host.</summary>
    /// <param name="root">The jail's root.</param>
    internal HostPath On(HostPath root) => root.Below(Name);

    /// <inheritdoc/>
    public override string ToString() => $"/{Name}";
}
