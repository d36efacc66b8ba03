using System.Linq;
using System.Text;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Tests.Api.Http;
using Kiln.Vmm.Wire.Requests;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Bounds;

/// <summary>
/// Whatever a body repeats, its cost is linear in its length: time grows as the body does, and allocations are a small fraction of it.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class GrowthTests(ITestOutputHelper output)
{
    // Five times linear growth, and less than quadratic growth.
    private const double MostWork = 5 * Growth.Steps;

    // Bytes of a body's own text, decoded, are two for each; a body of any length is refused before.
    private const double MostBytes = 0.25;

    // Every path with a body, and one without.
    private static readonly string[] _paths =
    [
        "/actions", "/balloon", "/boot-source", "/cpu-config", "/drives/a", "/entropy", "/hotplug/memory", "/logger", "/machine-config", "/metrics",
        "/mmds", "/mmds/config", "/network-interfaces/a", "/pmem/a", "/serial", "/snapshot/create", "/snapshot/load", "/vsock",
    ];

    private static readonly BodyShape[] _shapes =
    [
        new("{\"FIELD\":\"", "x", "\"}"),
        new("{\"FIELD\":\"", "\\n", "\"}"),
        new("{\"FIELD\":\"", "\\ud83d\\ude00", "\"}"),
        new("{\"", "\\u0041", "\":1}"),
        new("{\"FIELD\":", "9", "}"),
        new("{\"FIELD\":[1", ",1", "]}"),
        new("{\"FIELD\":[\"a\"", ",\"a\"", "]}"),
        new("{\"FIELD\":[{}", ",{}", "]}"),
        new("{\"FIELD\":{\"a\":\"b\"", ",\"NUMBER\":\"b\"", "}}"),
        new("{\"a\":1", ",\"NUMBER\":1", "}"),
        new("{\"FIELD\":[[]", ",[]", "]}"),
        new("", "[", ""),
        new("", " ", "{}"),
        new("{\"FIELD\":[{\"addr\":\"0x0\",\"bitmap\":\"0b1\"}", ",{\"addr\":\"0xNUMBER\",\"bitmap\":\"0b1\"}", "]}"),
        new("{\"FIELD\":[{\"leaf\":\"0x1\",\"subleaf\":\"0x0\",\"flags\":0,\"modifiers\":[]}", ",{\"leaf\":\"0x1\",\"subleaf\":\"0x0\",\"flags\":0,\"modifiers\":[]}", "]}"),
        new("{\"FIELD\":[{\"iface_id\":\"\",\"host_dev_name\":\"\"}", ",{\"iface_id\":\"\",\"host_dev_name\":\"\"}", "]}"),
    ];

    public static TheoryData<string> Paths => [.. _paths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void WhatABodyCostsGrowsAsItDoes(string path)
    {
        ApiUnderTest api = new();
        byte[] target = Encoding.ASCII.GetBytes(path);
        void Send(byte[] body) => api.Send(HttpMethod.Put, target, body);
        foreach (string field in FieldsOf(path))
        {
            foreach (BodyShape shape in _shapes)
            {
                byte[] Body(int length) => shape.Of(field, length);
                if (IsCheap(Body(Growth.Longest), Send))
                {
                    continue;
                }
                Growth growth = Growth.Of(Body, Send);
                output.WriteLine($"{path} {shape.Named(field)}: work {growth.Work:F1}, {growth.Bytes:F3} bytes a byte");
                Assert.InRange(growth.Bytes, 0, MostBytes);
                Assert.InRange(growth.Work, 0, MostWork);
            }
        }
    }

    // What the measurement is for: each name is compared with those before, or each element copied.
    [Fact]
    public void WorkThatGrowsFasterIsSeen()
    {
        static void Compare(byte[] body)
        {
            int equal = 0;
            for (int first = 0; first < body.Length; first += 1024)
            {
                equal += body.AsSpan().Count(body[first]);
            }
            Assert.NotEqual(0, equal);
        }

        Assert.InRange(Growth.Of(length => new byte[length], Compare).Work, MostWork, double.MaxValue);
        Assert.InRange(Growth.Of(length => new byte[length], body => _ = Encoding.UTF8.GetString(body)).Bytes, MostBytes, double.MaxValue);
    }

    // The names that a wrong one is answered with, and those that there are only beside others.
    private static string[] FieldsOf(string path)
    {
        string fault = new ApiUnderTest().Send("PUT", path, "{\"?\":1}").Fault ?? "";
        string[] names = [.. fault.Split('`').Where((_, index) => index % 2 == 1).Skip(1)];
        return path == "/metrics" ? ["metrics_path", "emit_id", "properties"] : names.Length > 0 ? names : ["any"];
    }

    // Reading alone takes this long for each byte, in nanoseconds, on a slow machine; what takes longer is measured with care.
    private static bool IsCheap(byte[] body, Action<byte[]> send)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        double time = Growth.TimeOf(body, send);
        return time < 10 * body.Length && GC.GetAllocatedBytesForCurrentThread() - before < MostBytes * body.Length;
    }
}
