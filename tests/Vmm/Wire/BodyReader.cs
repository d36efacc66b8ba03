using Kiln.Vmm.Json;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>Reads an object of the contract.</summary>
/// <typeparam name="T">What it is to Kiln.</typeparam>
internal delegate T BodyReader<out T>(ref JsonReader reader);
