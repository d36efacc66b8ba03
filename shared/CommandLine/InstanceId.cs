namespace Kiln.CommandLine;

/// <summary>The id of a microVM, which also names its directory.</summary>
public static class InstanceId
{
    public const int MaximumLength = 64;

    /// <summary>Why an id is invalid, or null.</summary>
    /// <param name="id">A valid id has 1 to 64 letters, digits and <c>-</c>.</param>
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
