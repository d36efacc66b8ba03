using Kiln.Profiles.Yaml;

namespace Kiln.Profiles.Model;

/// <summary>A constant defined for profiles: a number or an inclusive range of numbers, of 32 bits as descriptors are.</summary>
/// <param name="Name">In capitals, like C constants.</param>
/// <param name="Node">Where the constant is written.</param>
/// <param name="First">The number, or the first of the range.</param>
/// <param name="Last">The last of the range; for a single number equal to <paramref name="First"/>.</param>
/// <param name="Words">A description for readers, such as <c>a drive's file</c>.</param>
internal sealed record ProfileConstant(string Name, Node Node, uint First, uint Last, string Words)
{
    /// <summary>Whether it stands for more than one number.</summary>
    internal bool IsRange => First < Last;
}
