using System.Text;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Api;

/// <summary>The name of a device in a path. Only there is it looked at this closely; bodies and configuration files may have any.</summary>
internal static class ResourceId
{
    private const string Empty = "The ID cannot be empty.";

    private const string Unfit = "API Resource IDs can only contain alphanumeric characters and underscores.";

    private const string Different = "The id from the path does not match the id from the body!";

    /// <summary>Reads the name behind a path's first token.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="RequestFault">There is none, or it is none.</exception>
    internal static string Read(in RequestPath path)
    {
        if (!path.TryTake(1, out ReadOnlySpan<byte> token) || token.IsEmpty)
        {
            throw new RequestFault(Empty);
        }
        if (token.Length > TextBounds.Id)
        {
            throw new RequestFault($"The ID is {token.Length} bytes long; at most {TextBounds.Id} are taken.");
        }
        foreach (Rune rune in Encoding.UTF8.GetString(token).EnumerateRunes())
        {
            if (rune.Value != '_' && !Rune.IsLetter(rune) && !Rune.IsNumber(rune))
            {
                throw new RequestFault(Unfit);
            }
        }
        return Encoding.UTF8.GetString(token);
    }

    /// <summary>Makes sure that there is a name behind a path's first token.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="RequestFault">There is none, or it is none.</exception>
    internal static void Check(in RequestPath path) => _ = Read(path);

    /// <summary>Makes sure that a path and a body name the same drive or memory.</summary>
    /// <param name="id">The path's name.</param>
    /// <param name="other">The body's.</param>
    /// <exception cref="RequestFault">They do not.</exception>
    internal static void CheckSame(string id, string other)
    {
        if (id != other)
        {
            throw new RequestFault(Different);
        }
    }
}
