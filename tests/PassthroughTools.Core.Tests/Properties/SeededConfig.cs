using FsCheck;

namespace PassthroughTools.Core.Tests.Properties;

/// <summary>Random tests that are the same ones in each run.</summary>
internal static class SeededConfig
{
    private const ulong Seed = 20261127, Gamma = 20261129;

    public static Config Of(int times) =>
        Config.QuickThrowOnFailure.WithMaxTest(times).WithReplay(Seed, Gamma).WithQuietOnSuccess(true);
}
