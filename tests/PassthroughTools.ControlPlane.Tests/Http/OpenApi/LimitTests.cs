using System.Text.Json;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.OpenApi;

/// <summary>The document says how much the server takes: that much, and no more.</summary>
public sealed class LimitTests(HttpLabFixture fixture) : IClassFixture<HttpLabFixture>
{
    private const string Other = "VirtualMachine-vm-4", Day = "2026-11-28T10:00Z";

    private readonly HttpLab lab = fixture.Lab;

    [Theory]
    [InlineData("ChangeVM", "newName", "{\"operation\":\"ChangeVM\",\"vmId\":\"" + ServedRoutes.VM + "\",\"newName\":?}")]
    [InlineData("ChangeVM", "notes", "{\"operation\":\"ChangeVM\",\"vmId\":\"" + ServedRoutes.VM + "\",\"notes\":?}")]
    [InlineData("CreateVM", "guestId", "{\"operation\":\"CreateVM\",\"newName\":\"limited\",\"vmHostId\":\"" + ServedRoutes.Host
        + "\",\"numCpu\":1,\"memoryMB\":1024,\"guestId\":?}")]
    [InlineData("CreateSnapshot", "newName", "{\"operation\":\"CreateSnapshot\",\"vmId\":\"" + Other + "\",\"created\":\"" + Day
        + "\",\"newName\":?}")]
    [InlineData("CreateSnapshot", "description", "{\"operation\":\"CreateSnapshot\",\"vmId\":\"" + Other + "\",\"created\":\""
        + Day + "\",\"newName\":\"s\",\"description\":?}")]
    [InlineData("SetAdvancedSetting", "setting", "{\"operation\":\"SetAdvancedSetting\",\"vmId\":\"" + ServedRoutes.VM
        + "\",\"setting\":?,\"value\":\"1\"}")]
    [InlineData("SetAdvancedSetting", "value", "{\"operation\":\"SetAdvancedSetting\",\"vmId\":\"" + ServedRoutes.VM
        + "\",\"setting\":\"a\",\"value\":?}")]
    public async Task A_text_of_the_length_that_it_says_is_taken_and_a_longer_one_is_not(
        string operation, string property, string body)
    {
        int most = await LimitAsync(operation, property, "maxLength");
        foreach (int length in (int[])[most + 1, most])
        {
            var answer = await lab.PostAsync(body.Replace("?", $"\"{new string('x', length)}\"", StringComparison.Ordinal));
            if (length == most) answer.Status.ShouldBe(200, answer.Body[..Math.Min(answer.Body.Length, 300)]);
            else answer.ProblemId.ShouldBe(nameof(ErrorId.ValueInvalid));
        }
    }

    [Theory]
    [InlineData("AttachDynamicDevice", "allowedDevices", "\"10de:1eb8\"")]
    [InlineData("ReconfigureVM", "parts", "{\"operation\":\"ChangeVM\",\"vmId\":\"" + Other + "\",\"notes\":\"n\"}")]
    public async Task A_list_that_is_longer_than_it_says_is_not_taken(string operation, string property, string item)
    {
        int most = await LimitAsync(operation, property, "maxItems");
        foreach (int count in (int[])[most + 1, most])
        {
            var items = string.Join(',', Enumerable.Repeat(item, count));
            var answer = await lab.PostAsync(
                $$"""{"operation":"{{operation}}","vmId":"{{Other}}","{{property}}":[{{items}}]}""");
            var said = FormattableString.Invariant($"{count} ");
            bool isTooMany = answer.Status == 422 && answer.Body.Contains(said, StringComparison.Ordinal);
            isTooMany.ShouldBe(count > most, answer.Body[..Math.Min(answer.Body.Length, 300)]);
        }
    }

    private async Task<int> LimitAsync(string operation, string property, string keyword)
    {
        using var document = JsonDocument.Parse((await lab.GetAsync("/openapi/v1.json")).Body);
        return document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(operation)
            .GetProperty("properties").GetProperty(property).GetProperty(keyword).GetInt32();
    }
}
