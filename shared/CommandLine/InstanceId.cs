namespace Kiln.CommandLine;

/// <summary>The name of a microVM, which is also the name of its directory.</summary>
public static class InstanceId
{
    /// <summary>The longest name.</summary>
    public const int MaximumLength = 64;

    /// <summary>What is wrong with a name, or null.</summary>
    /// <param name="id">The name: 1 to 64 letters, digits and <c>-</c>.</param>
    public static string? ReasonAgainst(string id)
    {
        if (id.Length is 0 or > MaximumLength)
        {
            return $"Invalid instance ID: Invalid len ({id.Length});  the length must be between 1 and {MaximumLength}";
        }
        for (int index = 0; index < id.Length; index++)
        {
            if (!char.IsLetterOrDigit(id[index]) && id[index] != '-')
            {
                return $"Invalid instance ID: Invalid char ({id[index]}) at position {index}; use letters, digits and -";
            }
        }
        return null;
    }
}
