namespace Kiln.Jailer.Foundation;

/// <summary>A path as the host resolves it; means nothing in the jail.</summary>
/// <param name="Text">The path.</param>
internal readonly record struct HostPath(string Text)
{
    /// <summary>The path of something in this directory.</summary>
    /// <param name="name">One name or several.</param>
    internal HostPath Below(string name) => new($"{Text.TrimEnd('/')}/{name}");

    /// <summary>Reads a path that the operator gave.</summary>
    /// <param name="option">The option that it was given to.</param>
    /// <param name="text">What was given.</param>
    /// <param name="meaning">What it should be the path of, for the message.</param>
    /// <exception cref="JailerFailure">It can be no path.</exception>
    internal static HostPath Parse(string option, string text, string meaning) => text.Length == 0 || text.Contains('\0')
        ? throw new JailerFailure($"{option} is empty or holds a NUL; give the path of {meaning}")
        : new HostPath(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
