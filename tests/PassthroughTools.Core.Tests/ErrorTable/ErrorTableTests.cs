using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.ErrorTable;

/// <summary>What holds of all rows of the table of errors.</summary>
public sealed class ErrorTableTests
{
    public static TheoryData<ErrorId> Ids => [.. Enum.GetValues<ErrorId>()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void HasARowOfSense(ErrorId id)
    {
        var row = ErrorAttribute.Of(id);
        row.Category.ShouldNotBeEmpty();
        row.Status.ShouldBeInRange(400, 599);
        if (row.RetryHelps) row.Status.ShouldBeOneOf(429, 503);

        // A request names no store: where the server's own is missing, the server has failed.
        if (id != ErrorId.StoreNotFound) (row.Status == 404).ShouldBe(row.Category == "ObjectNotFound");
    }

    [Fact]
    public void WhatIsNotFoundByNameIsNotFoundAlike() =>
    Enum.GetValues<ErrorId>().Where(static id => id.ToString().EndsWith("NotFound", StringComparison.Ordinal))
        .ShouldAllBe(static id => ErrorAttribute.Of(id).Category == "ObjectNotFound");

    [Fact]
    public void NoTwoIdsAreOne() => Enum.GetValues<ErrorId>().Distinct().Count().ShouldBe(Enum.GetNames<ErrorId>().Length);
}
