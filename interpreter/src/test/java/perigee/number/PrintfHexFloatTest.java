package perigee.number;

import org.junit.jupiter.api.Test;

/** Hexadecimal floats: leading digit, rounding to even by hexadecimal digits, subnormals, padding. */
class PrintfHexFloatTest {

    @Test
    void hexadecimal() {
        PrintfTable.checkFloats("""
            %a | 0 | [0x0p+0]
            %a | -0 | [-0x0p+0]
            %a | 1 | [0x1p+0]
            %a | -1 | [-0x1p+0]
            %a | 0.5 | [0x1p-1]
            %a | 1.5 | [0x1.8p+0]
            %a | 0.1 | [0x1.999999999999ap-4]
            %a | -0.1 | [-0x1.999999999999ap-4]
            %a | 3.14 | [0x1.91eb851eb851fp+1]
            %a | 1e300 | [0x1.7e43c8800759cp+996]
            %a | max | [0x1.fffffffffffffp+1023]
            %a | normal | [0x1p-1022]
            %a | min | [0x0.0000000000001p-1022]
            %a | 1e-310 | [0x0.012688b70e62bp-1022]
            %a | inf | [inf]
            %a | -inf | [-inf]
            %a | nan | [nan]
            %a | -nan | [-nan]
            %A | 0.1 | [0X1.999999999999AP-4]
            %A | 3.14 | [0X1.91EB851EB851FP+1]
            %A | inf | [INF]
            %A | nan | [NAN]
            %.0a | 1 | [0x1p+0]
            %.0a | 1.5 | [0x2p+0]
            %.0a | 1.25 | [0x1p+0]
            %.0a | 0.1 | [0x2p-4]
            %.0a | 1.75 | [0x2p+0]
            %.0a | min | [0x0p-1022]
            %.0a | 1e-310 | [0x0p-1022]
            %.0a | 1.99 | [0x2p+0]
            %.1a | 1.03125 | [0x1.0p+0]
            %.1a | 1.09375 | [0x1.2p+0]
            %.1a | 1.96875 | [0x2.0p+0]
            %.1a | 1.999 | [0x2.0p+0]
            %.3a | 0.1 | [0x1.99ap-4]
            %.3a | 1 | [0x1.000p+0]
            %.3a | -1.9999 | [-0x2.000p+0]
            %.3a | 1e-310 | [0x0.012p-1022]
            %.12a | 0.1 | [0x1.99999999999ap-4]
            %.13a | 0.1 | [0x1.999999999999ap-4]
            %.15a | 0.1 | [0x1.999999999999a00p-4]
            %.15a | 0 | [0x0.000000000000000p+0]
            %#a | 1 | [0x1.p+0]
            %#.0a | 1.5 | [0x2.p+0]
            %20a | 0.1 | [0x1.999999999999ap-4]
            %20a | -inf | [                -inf]
            %-20a | 0.1 | [0x1.999999999999ap-4]
            %020a | 0.1 | [0x1.999999999999ap-4]
            %020a | -0.1 | [-0x1.999999999999ap-4]
            %020a | inf | [                 inf]
            %+a | 1 | [+0x1p+0]
            % a | 1 | [ 0x1p+0]
            %+020.2A | -1.999 | [-0X00000000002.00P+0]
            """);
    }
}
