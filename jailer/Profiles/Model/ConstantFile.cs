namespace Kiln.Profiles.Model;

/// <summary>A parsed file of constants.</summary>
/// <param name="Constants">In source order; names and numbers are unique.</param>
internal sealed record ConstantFile(IReadOnlyList<ProfileConstant> Constants);
