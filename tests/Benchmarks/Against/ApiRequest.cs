namespace Kiln.Benchmarks.Against;

/// <summary>A request that changes something.</summary>
internal readonly record struct ApiRequest(string Method, string Path, string Body);
