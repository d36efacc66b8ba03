namespace Kiln.Floors.Tests.Planted.Upper;

/// <summary>Is caught below.</summary>
internal sealed class Storm : Exception;
