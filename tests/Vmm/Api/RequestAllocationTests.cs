using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Tests.Api.Http;
using Kiln.Vmm.Wire.Requests;
using Xunit;

namespace Kiln.Vmm.Tests.Api;

/// <summary>Requests that come again and again leave little to collect: the heap is small, and collections stop the guest's processors.</summary>
[Collection(AloneCollection.Name)]
public sealed class RequestAllocationTests
{
    private const int Rounds = 1000;

    // An action, its response, a JSON writer, and what reading a short body allocates.
    private const int MostBytes = 1024;

    [Fact]
    public void ARequestAllocatesLittle()
    {
        ApiUnderTest api = new ApiUnderTest().Started();

        Assert.InRange(BytesOf(api, HttpMethod.Get, "/"u8, default), 0, MostBytes);
        Assert.InRange(BytesOf(api, HttpMethod.Get, "/version"u8, default), 0, MostBytes);
        Assert.InRange(BytesOf(api, HttpMethod.Get, "/vm/config"u8, default), 0, MostBytes);
        Assert.InRange(BytesOf(api, HttpMethod.Get, "/metrics"u8, default), 0, MostBytes);
        Assert.InRange(BytesOf(api, HttpMethod.Patch, "/vm"u8, """{"state":"Paused"}"""u8), 0, MostBytes);
        Assert.InRange(BytesOf(api, HttpMethod.Put, "/actions"u8, """{"action_type":"FlushMetrics"}"""u8), 0, MostBytes);
    }

    private static long BytesOf(ApiUnderTest api, HttpMethod method, ReadOnlySpan<byte> path, ReadOnlySpan<byte> body)
    {
        long start = 0;
        // The first half may load types and compile.
        for (int round = 0; round < Rounds * 2; round++)
        {
            start = round == Rounds ? GC.GetAllocatedBytesForCurrentThread() : start;
            api.Handle(new HttpRequest(method, path, body));
        }
        return (GC.GetAllocatedBytesForCurrentThread() - start) / Rounds;
    }
}
