using System.Text;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>Validates the id of a device in a path. <see cref="IdText"/> takes more characters of ASCII, which only configuration files can use.</summary>
internal static class ResourceId
{
    private const string Empty = "The ID cannot be empty.";

    private const string Unfit = "API Resource IDs can only contain alphanumeric characters and underscores.";

    private const string Different = "The id from the path does not match the id from the body!";

    /// <summary>Returns the id, the second token of a path.</summary>
    /// <exception cref="RequestFault">The id is missing or invalid.</exception>
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
        foreach (byte character in token)
        {
            if (!char.IsAsciiLetterOrDigit((char)character) && character != '_')
            {
                throw new RequestFault(Unfit);
            }
        }
        return Encoding.ASCII.GetString(token);
    }

    /// <summary>Validates the id in a path.</summary>
    /// <exception cref="RequestFault">The id is missing or invalid.</exception>
    internal static void Check(in RequestPath path) => _ = Read(path);

    /// <summary>Checks that path and body name the same device.</summary>
    /// <exception cref="RequestFault"/>
    internal static void CheckSame(string id, string other)
    {
        if (id != other)
        {
            throw new RequestFault(Different);
        }
    }
}
